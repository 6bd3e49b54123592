using Microsoft.AspNetCore.Http;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>A response of the endpoint.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Type">The content type.</param>
/// <param name="Body">The body.</param>
internal readonly record struct StatusResponse(int Status, string Type, string Body)
{
    public static StatusResponse Json(string body, bool isHealthy) => new(
        isHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, "application/json", body);

    public static StatusResponse Metrics(string body) =>
        new(StatusCodes.Status200OK, "text/plain; version=0.0.4; charset=utf-8", body);

    public static StatusResponse Text(int status, string text) => new(status, "text/plain", $"{text}\n");
}
