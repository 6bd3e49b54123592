using System.Net;

namespace OnePassword.Events.Pipeline.Transport;

/// <summary>
/// The proxy of the environment or the system, but for loopback, where there is nothing to go through a proxy for: it would
/// be shown the token in the clear.
/// </summary>
internal sealed class LoopbackBypassProxy : IWebProxy
{
    public ICredentials? Credentials
    {
        get => HttpClient.DefaultProxy.Credentials;
        set => HttpClient.DefaultProxy.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : HttpClient.DefaultProxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || HttpClient.DefaultProxy.IsBypassed(host);
}
