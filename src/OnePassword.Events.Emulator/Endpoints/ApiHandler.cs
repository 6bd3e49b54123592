using OnePassword.Events.Emulator.Access;
using OnePassword.Events.Emulator.Events;
using OnePassword.Events.Emulator.Faults;
using OnePassword.Events.Emulator.Http;
using OnePassword.Events.Emulator.Paging;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Endpoints;

/// <summary>
/// Handles a request to the API: path, token, quota, fault, latency, response, log, delivery. A rejected request does not use
/// up a fault.
/// </summary>
internal sealed class ApiHandler(
    EmulatorOptions options, EventStore store, RequestLog log, FaultQueue faults, AccessTokens tokens, TimeProvider clock)
{
    /// <summary>The maximum length of a body in bytes, far above the length of any valid body.</summary>
    private const int MaxBodyLength = 65_536;

    private readonly FeedEndpoint _feeds = new(store, new(store), options, clock);
    private readonly QuotaGuard _quota = new(options.Quota, options.RetryAfter);

    public async Task HandleAsync(HttpContext context)
    {
        var arrived = clock.GetUtcNow();
        var path = context.Request.Path.Value ?? "";
        var operation = ApiOperation.Find(path);
        var token = tokens.Find(context.Request.Headers.Authorization);
        var rejection = operation is null ? ApiResponse.NotFound() : Reject(operation, token, context.Request.Method, arrived);
        var fault = rejection is null ? faults.Take(operation!) : null;
        await clock.WaitAsync(options.Latency, context.RequestAborted).ConfigureAwait(false);

        using var response = rejection ?? await RespondAsync(operation!, token!, context, fault).ConfigureAwait(false);
        var deliver = fault is null ? Delivery.SendAsync : FaultInjector.Apply(fault, response, context.Request);
        log.Add(new(arrived, context.Request.Method, operation?.Path ?? path, response.Status, response.Items, response.Note));
        await deliver(new(context, response, fault, clock)).ConfigureAwait(false);
    }

    private ApiResponse? Reject(ApiOperation operation, AccessToken? token, string method, DateTimeOffset now)
    {
        if (token is null)
            return ApiResponse.Error(StatusCodes.Status401Unauthorized, "the token is missing or wrong");
        if (_quota.Reject(now) is { } tooMany)
            return tooMany;
        if (operation.Feed is { } feed && !token.HasFeature(feed))
            return ApiResponse.Error(StatusCodes.Status401Unauthorized, $"the token lacks the feature {WireNames.Of(feed)}");
        if (!options.Strict || method == operation.Method)
            return null;
        var reason = $"the method must be {operation.Method} ({FeedRequest.LenientAccepts})";
        return ApiResponse.ErrorWithReason(StatusCodes.Status405MethodNotAllowed, reason);
    }

    private async Task<ApiResponse> RespondAsync(ApiOperation operation, AccessToken token, HttpContext context, Fault? fault)
    {
        if (fault is { Status: not null } or { Body: not null })
            return FaultInjector.Replacement(fault);
        if (operation.Feed is not { } feed)
            return Introspect(token, operation.Api);

        try
        {
            var reader = context.Request.BodyReader;
            var body = await RequestBody.ReadAsync(reader, MaxBodyLength, context.RequestAborted).ConfigureAwait(false)
                ?? throw new BadRequestException($"the body is longer than {MaxBodyLength} bytes");
            return _feeds.Respond(feed, operation.Api, body, FaultInjector.ShapeOf(fault));
        }
        catch (BadRequestException e)
        {
            return ApiResponse.ErrorWithReason(StatusCodes.Status400BadRequest, e.Message);
        }
        catch (InvalidDataException e)
        {
            // A recorded file has changed. The request log contains the reason.
            return ApiResponse.Error(StatusCodes.Status500InternalServerError, e.Message);
        }
    }

    private static ApiResponse Introspect(AccessToken token, EmulatorApi api)
    {
        var response = new ApiResponse();
        response.SetBody(token.Introspection(api));
        return response;
    }
}
