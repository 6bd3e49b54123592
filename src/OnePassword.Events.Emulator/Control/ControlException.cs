namespace OnePassword.Events.Emulator.Control;

/// <summary>A request to a control endpoint that cannot be carried out; the message is the response.</summary>
internal sealed class ControlException(string message, int status = StatusCodes.Status400BadRequest) : Exception(message)
{
    public int Status { get; } = status;
}
