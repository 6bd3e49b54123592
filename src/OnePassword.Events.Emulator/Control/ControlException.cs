namespace OnePassword.Events.Emulator.Control;

/// <summary>A request to a control endpoint that cannot be carried out; the message is the answer.</summary>
internal sealed class ControlException(string message) : Exception(message);
