using System.Globalization;
using OnePassword.Events.Emulator.Control;
using OnePassword.Events.Emulator.Events;
using OnePassword.Events.Emulator.Faults;

namespace OnePassword.Events.Emulator.Http;

/// <summary>
/// Takes a request through the API: path, token, quota, fault, latency, answer, log, and out. A refused request meets no
/// fault, so that a queued fault is not used up by it.
/// </summary>
internal sealed class ApiHandler(
    EmulatorOptions options, EventStore store, RequestLog log, FaultQueue faults, AccessToken token, TimeProvider clock)
{
    private readonly FeedEndpoint _feeds = new(store, new(store.Fingerprint), options, clock);
    private readonly QuotaGuard _quota = new(options.Quota, options.RetryAfter);

    public async Task HandleAsync(HttpContext context)
    {
        var arrived = clock.GetUtcNow();
        var path = context.Request.Path.Value ?? "";
        var operation = Operation.Find(path);
        var refusal = operation is null ? Answer.NotFound() : Refuse(operation, context.Request, arrived);
        var fault = refusal is null ? faults.Take(operation!) : null;
        await clock.WaitAsync(options.Latency, context.RequestAborted).ConfigureAwait(false);
        context.Response.Headers.Date = clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture); // Dates of the response are by this clock.

        using var answer = refusal ?? await AnswerAsync(operation!, context, fault).ConfigureAwait(false);
        var delivery = fault is null ? Delivery.Normal : FaultModes.Prepare(answer, fault, context.Request);
        log.Add(new(arrived, context.Request.Method, operation?.Path ?? path, answer.Status, answer.Items, answer.Note));
        await delivery(new(context, answer, fault, clock)).ConfigureAwait(false);
    }

    private Answer? Refuse(Operation operation, HttpRequest request, DateTimeOffset now)
    {
        if (!token.IsIn(request.Headers.Authorization))
            return Answer.Error(StatusCodes.Status401Unauthorized, "no token that the emulator gave out");
        if (_quota.Refuse(now) is { } tooMany)
            return tooMany;
        if (operation.Feed is { } feed && !token.MayRead(feed))
            return Answer.Error(StatusCodes.Status401Unauthorized, $"the token lacks the feature {WireNames.Of(feed)}");
        if (options.Strict && !string.Equals(request.Method, operation.Method, StringComparison.Ordinal))
            return Answer.Error(StatusCodes.Status405MethodNotAllowed, $"the method must be {operation.Method}");
        return null;
    }

    private async Task<Answer> AnswerAsync(Operation operation, HttpContext context, Fault? fault)
    {
        if (fault is { Status: not null } or { Body: not null })
            return FaultModes.Replacement(fault);
        if (operation.Feed is not { } feed)
            return Introspect(operation.Api);

        try
        {
            var body = await RequestBody.ReadAsync(context.Request.BodyReader, context.RequestAborted).ConfigureAwait(false);
            return _feeds.Answer(feed, operation.Api, body, FaultModes.ShapeOf(fault));
        }
        catch (BadRequestException e)
        {
            return Answer.Error(StatusCodes.Status400BadRequest, e.Message);
        }
        catch (InvalidDataException e)
        {
            // A recorded file has changed, which the request log tells.
            return Answer.Error(StatusCodes.Status500InternalServerError, e.Message);
        }
    }

    private Answer Introspect(EmulatorApi api)
    {
        var answer = new Answer();
        answer.SetBody(token.Introspection(api));
        return answer;
    }
}
