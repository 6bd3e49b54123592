namespace OnePassword.Events.Json;

/// <summary>Reads an object if the reader is on one. Otherwise, neither the reader nor the variable changes.</summary>
internal delegate bool ReadObject<T>(ref WireReader reader, ref T? value)
    where T : class;
