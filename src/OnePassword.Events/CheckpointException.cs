using OnePassword.Events.Redaction;

namespace OnePassword.Events;

/// <summary>
/// The exception that is thrown when a checkpoint exists but cannot be used. Following does not start from the beginning instead,
/// which would silently deliver events again. The message is one line that is safe to log and names a remedy.
/// </summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Creates an exception, for a checkpoint store of the program.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="message">The problem and a remedy. Line breaks and control characters are replaced.</param>
    /// <param name="innerException">The cause; null if there is none.</param>
    public CheckpointException(CheckpointFailure reason, string message, Exception? innerException = null)
        : base(SafeText.Line(message), innerException) => Reason = reason;

    /// <summary>Gets the reason.</summary>
    public CheckpointFailure Reason { get; }
}
