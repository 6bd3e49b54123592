namespace OnePassword.Events.Testing.Services;

/// <summary>The behavior of a fake service for one request, instead of its usual response.</summary>
internal abstract record ServiceFault
{
    /// <summary>Whether the service processes the request before the fault: the sender then does not know that it did.</summary>
    public bool AfterProcessing { get; init; }

    /// <summary>Responds with this instead.</summary>
    internal sealed record Respond(ServiceReply Reply) : ServiceFault;

    /// <summary>Closes the connection without a response.</summary>
    internal sealed record Abort : ServiceFault;

    /// <summary>Sends a part of the response, then closes the connection.</summary>
    internal sealed record Cut : ServiceFault;

    /// <summary>Waits for a task, then processes the request.</summary>
    internal sealed record Hold(Task Until) : ServiceFault;

    /// <summary>Never responds.</summary>
    internal sealed record Hang : ServiceFault;
}
