namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>The pages of the endpoint.</summary>
internal interface IStatusPages
{
    /// <summary>Returns the response of a path.</summary>
    StatusResponse Respond(string? path);

    /// <summary>Returns the response of a path to a request without the token; null if the path requires it.</summary>
    StatusResponse? RespondWithoutToken(string? path) => null;
}
