namespace OnePassword.Events.Emulator.Events;

/// <summary>Writes the generated events of one feed.</summary>
internal interface IEventWriter
{
    /// <summary>Writes event number <paramref name="index"/> but for its closing brace.</summary>
    void Write(ref JsonText json, long index, long timestamp, EmulatorApi api);
}
