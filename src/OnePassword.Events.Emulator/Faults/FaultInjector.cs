using System.Collections.Frozen;
using OnePassword.Events.Emulator.Http;
using OnePassword.Events.Emulator.Paging;

namespace OnePassword.Events.Emulator.Faults;

/// <summary>Applies a fault to a response. The table holds the effect of each mode.</summary>
internal static class FaultInjector
{
    private static readonly FrozenDictionary<FaultMode, Effect> Effects = new Dictionary<FaultMode, Effect>
    {
        [FaultMode.None] = new(),
        [FaultMode.Stall] = new(Deliver: FaultyDelivery.StallAsync, HasStatus: false),
        [FaultMode.Reset] = new(Deliver: FaultyDelivery.ResetAsync, HasStatus: false),
        [FaultMode.Truncate] = new(Deliver: FaultyDelivery.TruncateAsync),
        [FaultMode.Trickle] = new(Deliver: FaultyDelivery.TrickleAsync),
        [FaultMode.WrongLength] = new(Deliver: FaultyDelivery.SendWrongLengthAsync),
        [FaultMode.EmptyPage] = new(PageShape.Empty),
        [FaultMode.NoCursor] = new(PageShape.NoCursor),
        [FaultMode.NoHasMore] = new(PageShape.NoHasMore),
        [FaultMode.NullItems] = new(PageShape.NullItems),
        [FaultMode.EmptyBody] = new(Change: (response, _) => response.SetBody("")),
        [FaultMode.Redirect] = new(Change: Redirect),
    }.ToFrozenDictionary();

    public static PageShape ShapeOf(Fault? fault) => fault is null ? PageShape.Complete : Effects[fault.Mode].Shape;

    /// <summary>Returns the response of a fault that has a status or a body.</summary>
    public static ApiResponse Replacement(Fault fault)
    {
        var response = ApiResponse.Error(fault.Status ?? StatusCodes.Status200OK, null);
        if (fault.Body is not null || response.Status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
            response.SetBody(fault.Body ?? "");
        return response;
    }

    /// <summary>Changes the complete response and returns the function that sends it.</summary>
    public static Func<PendingResponse, Task> Apply(Fault fault, ApiResponse response, HttpRequest request)
    {
        var effect = Effects[fault.Mode];
        effect.Change?.Invoke(response, request);
        response.ContentType = fault.ContentType ?? response.ContentType;
        if (fault.RetryAfter is not null)
            response.Headers["Retry-After"] = fault.RetryAfter;
        foreach (var (name, value) in fault.Headers)
            response.Headers[name] = value;
        if (!effect.HasStatus)
            (response.Status, response.Items) = (0, 0);

        var note = fault.Mode == FaultMode.None ? "fault" : $"fault {FaultNames.Of(fault.Mode)}";
        response.Note = response.Note is null ? note : $"{note}; {response.Note}";
        return FaultyDelivery.AfterDelay(fault, effect.Deliver ?? Delivery.SendAsync);
    }

    private static void Redirect(ApiResponse response, HttpRequest request)
    {
        response.SetBody("");
        response.Status = response.Status is >= 300 and < 400 ? response.Status : StatusCodes.Status302Found;
        response.Headers["Location"] = $"{request.Scheme}://{request.Host}/redirected";
    }

    private sealed record Effect(
        PageShape Shape = PageShape.Complete,
        Action<ApiResponse, HttpRequest>? Change = null,
        Func<PendingResponse, Task>? Deliver = null,
        bool HasStatus = true);
}
