using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace OnePassword.Events.Testing.Services;

/// <summary>
/// A fake of a service that receives events, on loopback. It is strict about requests, records each, and has faults.
/// </summary>
internal abstract class FakeService : IAsyncDisposable
{
    private readonly ConcurrentQueue<ServiceRequest> _requests = new();
    private readonly ConcurrentQueue<ServiceFault> _faults = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly Lock _lock = new();
    private WebApplication? _application;

    public IReadOnlyCollection<ServiceRequest> Requests => _requests;

    public Uri Url => new(_application!.Urls.Single());

    /// <summary>Chooses a fault for each request that no queued fault applies to; null for none.</summary>
    public Func<ServiceRequest, ServiceFault?> Choose { get; set; } = _ => null;

    /// <summary>Queues a fault for one of the next requests, in order.</summary>
    public void Inject(params ServiceFault[] faults)
    {
        foreach (var fault in faults)
            _faults.Enqueue(fault);
    }

    /// <summary>Queues a response for one of the next requests, which is not processed.</summary>
    public void Inject(int status, string body = "") => Inject(new ServiceFault.Respond(new ServiceReply(status, body)));

    /// <summary>Whether requests are recorded, which needs memory.</summary>
    public bool KeepsRequests { get; set; } = true;

    /// <summary>Whether all queued faults have been used.</summary>
    public bool IsFaultless => _faults.IsEmpty;

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        if (_application is not null)
            await _application.DisposeAsync();
        _stopped.Dispose();
    }

    /// <summary>Processes a request. Only one request at a time is processed.</summary>
    protected abstract ServiceReply Process(ServiceRequest request);

    /// <summary>Starts the service.</summary>
    protected async Task StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(FormattableString.Invariant($"http://127.0.0.1:{port}"));
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinRequestBodyDataRate = null;
        });
        _application = builder.Build();
        _application.Run(RespondAsync);
        await _application.StartAsync();
    }

    private async Task RespondAsync(HttpContext context)
    {
        var request = await ReadAsync(context.Request);
        if (KeepsRequests)
            _requests.Enqueue(request);
        var fault = _faults.TryDequeue(out var queued) ? queued : Choose(request);
        if (fault is ServiceFault.Hold { Until: var until })
        {
            await until;
            fault = null;
        }
        if (fault is null or { AfterProcessing: true } or ServiceFault.Cut)
        {
            ServiceReply reply;
            lock (_lock)
                reply = Process(request);
            if (fault is null)
                await WriteAsync(context.Response, reply);
            else if (fault is ServiceFault.Cut)
                await CutAsync(context, reply);
        }
        switch (fault)
        {
            case ServiceFault.Respond { Reply: var reply }:
                await WriteAsync(context.Response, reply);
                break;
            case ServiceFault.Abort:
                context.Abort();
                break;
            case ServiceFault.Hang:
                await Task.WhenAny(
                    Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted),
                    Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stopped.Token));
                context.Abort();
                break;
        }
    }

    private static async Task<ServiceRequest> ReadAsync(HttpRequest request)
    {
        var isCompressed = request.Headers.ContentEncoding == "gzip";
        var body = new MemoryStream();
        await using (var stream = isCompressed ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body)
            await stream.CopyToAsync(body);
        var headers = request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new ServiceRequest(
            request.Method, request.Path, request.QueryString.ToString(), headers, body.ToArray(), isCompressed)
        {
            RawPath = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0],
        };
    }

    private static Task WriteAsync(HttpResponse response, ServiceReply reply)
    {
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        foreach (var (name, value) in reply.Headers)
            response.Headers[name] = value;
        if (reply.Status == 204 || HttpMethods.IsHead(response.HttpContext.Request.Method))
            return Task.CompletedTask;
        return reply.Content is { } content ? response.Body.WriteAsync(content).AsTask() : response.WriteAsync(reply.Body);
    }

    private static async Task CutAsync(HttpContext context, ServiceReply reply)
    {
        byte[] body = [.. reply.Content ?? Encoding.UTF8.GetBytes(reply.Body), (byte)' '];
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2));
        await context.Response.Body.FlushAsync();
        context.Abort();
    }
}
