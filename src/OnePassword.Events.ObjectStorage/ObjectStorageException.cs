using OnePassword.Events.Redaction;

namespace OnePassword.Events.ObjectStorage;

/// <summary>
/// The exception that is thrown when an object storage rejects a request or does not respond. The message is one line that is
/// safe to log. Follow again: that continues after the last stored page.
/// </summary>
public sealed class ObjectStorageException : Exception
{
    /// <summary>Creates an exception, for a container of the program.</summary>
    /// <param name="message">The problem and a remedy. Line breaks and control characters are replaced.</param>
    /// <param name="status">The status of the response; null if there is none.</param>
    /// <param name="innerException">The cause; null if there is none.</param>
    public ObjectStorageException(string message, int? status = null, Exception? innerException = null)
        : base(SafeText.Line(message), innerException) => (Status, Problem) = (status, Message);

    internal ObjectStorageException(
        ObjectStorageFailure reason, string problem, string remedy, int? status = null, Exception? innerException = null)
        : this($"{problem} {remedy}".TrimEnd(), status, innerException) => (Reason, Problem) = (reason, SafeText.Line(problem));

    /// <summary>
    /// Gets the message without the remedy, if the library knows it. For a program that names its own options to the operator.
    /// </summary>
    public string Problem { get; }

    /// <summary>Gets the reason.</summary>
    public ObjectStorageFailure Reason { get; }

    /// <summary>Gets the HTTP status of the response; null if there is none.</summary>
    public int? Status { get; }
}
