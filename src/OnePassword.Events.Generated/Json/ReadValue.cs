namespace OnePassword.Events.Json;

/// <summary>
/// Reads a value if its JSON type is the documented one. Otherwise, neither the reader nor the variable changes.
/// </summary>
internal delegate bool ReadValue<T>(ref WireReader reader, ref T? value)
    where T : struct;
