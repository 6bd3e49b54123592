using System.Net.Http.Headers;

namespace OnePassword.Events.Http;

/// <summary>Puts the token and the user agent on each request.</summary>
internal sealed class AuthorizationHandler : DelegatingHandler
{
    private readonly AuthenticationHeaderValue _authorization;
    private readonly string _userAgent;

    public AuthorizationHandler(string token, string userAgent, HttpMessageHandler inner)
        : base(inner) =>
        (_authorization, _userAgent) = (new AuthenticationHeaderValue("Bearer", token), userAgent);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = _authorization;
        request.Headers.UserAgent.ParseAdd(_userAgent);
        return base.SendAsync(request, cancellationToken);
    }
}
