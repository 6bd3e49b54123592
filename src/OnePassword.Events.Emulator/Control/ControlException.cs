namespace OnePassword.Events.Emulator.Control;

/// <summary>A request to a control endpoint that is rejected; the message is the response.</summary>
internal sealed class ControlException(string message, int status = StatusCodes.Status400BadRequest) : Exception(message)
{
    public int Status { get; } = status;
}
