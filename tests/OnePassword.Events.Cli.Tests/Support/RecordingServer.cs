using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OnePassword.Events.Cli.Tests.Support;

/// <summary>A server without events that records every request.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<Request> _requests = new();
    private readonly WebApplication _application;

    private RecordingServer(WebApplication application) => _application = application;

    public IReadOnlyCollection<Request> Requests => _requests;

    /// <summary>The bodies of the requests for events.</summary>
    public IEnumerable<JsonElement> Queries =>
        _requests.Where(request => request.Body.Length > 0).Select(request => JsonElement.Parse(request.Body));

    public string Url => _application.Urls.Single();

    public static async Task<RecordingServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new RecordingServer(builder.Build());
        server._application.Run(server.RespondAsync);
        await server._application.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task RespondAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        _requests.Enqueue(new Request(
            context.Request.Method, context.Request.Path, body, context.Request.Headers.Authorization.ToString(), context.Request.Headers.UserAgent.ToString()));
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.Length > 0
            ? """{"cursor":"c","has_more":false,"items":[]}"""
            : """{"uuid":"U","features":["auditevents","itemusages","signinattempts"]}""");
    }

    internal sealed record Request(string Method, string Path, string Body, string Authorization, string UserAgent);
}
