using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>Writes the generated events of one feed.</summary>
internal interface IEventWriter
{
    /// <summary>Writes event number <paramref name="index"/> without its closing brace.</summary>
    void Write(ref JsonText json, long index, long timestamp, EmulatorApi api);
}
