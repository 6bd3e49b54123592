using Microsoft.AspNetCore.Http;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>Health and metrics of <c>op-events follow</c>.</summary>
internal sealed class FollowPages(FollowStatusBoard board) : IStatusPages
{
    public StatusResponse Respond(string? path) => path switch
    {
        "/healthz" => StatusResponse.Json(HealthRenderer.Render(board), board.Health == FollowStatusBoard.Healthy),
        "/metrics" => StatusResponse.Metrics(MetricsRenderer.Render(board)),
        _ => StatusResponse.Text(StatusCodes.Status404NotFound, "Use /healthz or /metrics."),
    };
}
