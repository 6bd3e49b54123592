namespace OnePassword.Events;

/// <inheritdoc cref="WireRead{T}"/>
internal delegate bool WireReadValue<T>(ref WireReader reader, ref T? value)
    where T : struct;
