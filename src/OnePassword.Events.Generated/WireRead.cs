namespace OnePassword.Events;

/// <summary>Reads what a reader stands on, if it is of the documented JSON type; else leaves both as they are.</summary>
internal delegate bool WireRead<T>(ref WireReader reader, ref T? value)
    where T : class;
