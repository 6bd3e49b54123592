using OnePassword.Events.Emulator.Http;

namespace OnePassword.Events.Emulator.Faults;

/// <summary>How one <see cref="FaultMode"/> is made.</summary>
/// <param name="Shape">What is wrong with the page.</param>
/// <param name="Change">Changes the finished answer.</param>
/// <param name="Deliver">Sends the answer in place of <see cref="Delivery.Normal"/>.</param>
/// <param name="Silent">Whether the client gets no status.</param>
internal sealed record FaultMaker(
    PageShape Shape = PageShape.Whole,
    Action<Answer, HttpRequest>? Change = null,
    Func<Outgoing, Task>? Deliver = null,
    bool Silent = false);
