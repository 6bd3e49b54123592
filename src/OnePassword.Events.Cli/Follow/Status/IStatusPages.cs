namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>What the endpoint serves.</summary>
internal interface IStatusPages
{
    /// <summary>Returns the response of a path.</summary>
    StatusResponse Respond(string? path);
}
