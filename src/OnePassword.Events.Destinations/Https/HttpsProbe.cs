using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations.Https;

/// <summary>Checks an endpoint without sending an event.</summary>
internal sealed class HttpsProbe(HttpsOptions options, HttpSender sender, HttpsHeaders headers)
{
    public async Task<IReadOnlyList<ProbeResult>> RunAsync(CancellationToken cancellationToken)
    {
        var results = new List<ProbeResult>();
        if (options.Preset is not { CheckUrl: null, Note: not null } || options.GoogleServiceAccount is not null)
            results.Add(await CheckAsync(cancellationToken).ConfigureAwait(false));
        if (results.TrueForAll(result => result.Status != ProbeStatus.Failed))
            results.Add(new ProbeResult(
                ProbeStatus.Note, options.Preset?.Note ?? "The first event shows whether the endpoint accepts events."));
        return results;
    }

    private async Task<ProbeResult> CheckAsync(CancellationToken cancellationToken)
    {
        var url = options.Preset?.CheckUrl;
        using var request = new HttpRequestMessage(url is null ? HttpMethod.Head : HttpMethod.Get, url ?? options.Url);
        if (await headers.AuthorizeAsync(request, cancellationToken).ConfigureAwait(false) is { } unauthorized)
            return new ProbeResult(ProbeStatus.Failed, unauthorized.Reason);
        if (options.GoogleServiceAccount is not null)
            return new ProbeResult(ProbeStatus.Ok, "Google accepts the key of the service account.");
        var (reply, failure) = await sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
            return new ProbeResult(ProbeStatus.Failed, failure.Reason);
        if (reply!.IsSuccess || (url is null && IsWithoutHead(reply.Status)))
            return new ProbeResult(ProbeStatus.Ok, url is null ? "The endpoint can be reached." : "The API key is valid.");
        return url is not null || IsRejected(reply.Status)
            ? new ProbeResult(ProbeStatus.Failed, reply.ToResult().Reason)
            : new ProbeResult(
                ProbeStatus.Note,
                FormattableString.Invariant(
                    $"The endpoint responds to HEAD with HTTP {reply.Status}. Check the address if it does not accept events."));
    }

    private static bool IsWithoutHead(int status) => status is 405 or 501;

    // Others, such as 404, can mean that the endpoint has no HEAD.
    private static bool IsRejected(int status) => status is 401 or 403 or 429 or (>= 300 and < 400) or >= 500;
}
