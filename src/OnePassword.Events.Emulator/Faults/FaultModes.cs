using System.Collections.Frozen;
using System.Text.Json;
using OnePassword.Events.Emulator.Http;

namespace OnePassword.Events.Emulator.Faults;

/// <summary>The table of all modes, and how a fault is put on an answer.</summary>
internal static class FaultModes
{
    private static readonly FrozenDictionary<FaultMode, FaultMaker> Makers = new Dictionary<FaultMode, FaultMaker>
    {
        [FaultMode.None] = new(),
        [FaultMode.Stall] = new(Deliver: SpoiltDelivery.Stall, Silent: true),
        [FaultMode.Reset] = new(Deliver: SpoiltDelivery.Reset, Silent: true),
        [FaultMode.Cut] = new(Deliver: SpoiltDelivery.Cut),
        [FaultMode.Trickle] = new(Deliver: SpoiltDelivery.Trickle),
        [FaultMode.WrongLength] = new(Deliver: SpoiltDelivery.WrongLength),
        [FaultMode.EmptyPage] = new(PageShape.Empty),
        [FaultMode.NoCursor] = new(PageShape.NoCursor),
        [FaultMode.NoHasMore] = new(PageShape.NoHasMore),
        [FaultMode.NullItems] = new(PageShape.NullItems),
        [FaultMode.EmptyBody] = new(Change: (answer, _) => answer.SetBody("")),
        [FaultMode.Redirect] = new(Change: Redirect),
    }.ToFrozenDictionary();

    /// <summary>What the mode is called in JSON.</summary>
    public static string NameOf(FaultMode mode) => JsonNamingPolicy.CamelCase.ConvertName(mode.ToString());

    public static PageShape ShapeOf(Fault? fault) => fault is null ? PageShape.Whole : Makers[fault.Mode].Shape;

    /// <summary>The answer of a fault that names a status or a body.</summary>
    public static Answer Replacement(Fault fault)
    {
        var answer = Answer.Error(fault.Status ?? StatusCodes.Status200OK, null);
        if (fault.Body is not null || !MayHaveBody(answer.Status))
            answer.SetBody(fault.Body ?? "");
        return answer;
    }

    /// <summary>Puts the fault on the finished answer and says how to send it.</summary>
    public static Func<Outgoing, Task> Prepare(Answer answer, Fault fault, HttpRequest request)
    {
        var maker = Makers[fault.Mode];
        maker.Change?.Invoke(answer, request);
        answer.ContentType = fault.ContentType ?? answer.ContentType;
        if (fault.RetryAfter is not null)
            answer.Headers["Retry-After"] = fault.RetryAfter;
        foreach (var (name, value) in fault.Headers)
            answer.Headers[name] = value;
        if (maker.Silent)
            (answer.Status, answer.Items) = (0, 0);

        var note = fault.Mode == FaultMode.None ? "fault" : $"fault {NameOf(fault.Mode)}";
        answer.Note = answer.Note is null ? note : $"{note}; {answer.Note}";
        return SpoiltDelivery.After(fault, maker.Deliver ?? Delivery.Normal);
    }

    private static bool MayHaveBody(int status) => status is not (204 or 304);

    private static void Redirect(Answer answer, HttpRequest request)
    {
        answer.SetBody("");
        answer.Status = answer.Status is >= 300 and < 400 ? answer.Status : StatusCodes.Status302Found;
        answer.Headers["Location"] = $"{request.Scheme}://{request.Host}/redirected";
    }
}
