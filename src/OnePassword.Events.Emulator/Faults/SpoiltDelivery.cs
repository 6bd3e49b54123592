using OnePassword.Events.Emulator.Http;

namespace OnePassword.Events.Emulator.Faults;

/// <summary>The ways in which an answer does not arrive whole.</summary>
internal static class SpoiltDelivery
{
    /// <summary>Small and odd, so that pieces end within names, numbers and characters of several bytes.</summary>
    private const int PieceLength = 61;

    /// <summary>Sends after the fault's delay, but for a trickle, whose delay lies between the pieces.</summary>
    public static Func<Outgoing, Task> After(Fault fault, Func<Outgoing, Task> deliver) =>
        fault.Delay == TimeSpan.Zero || fault.Mode == FaultMode.Trickle
            ? deliver
            : async outgoing =>
            {
                await outgoing.Clock.WaitAsync(fault.Delay, outgoing.Context.RequestAborted).ConfigureAwait(false);
                await deliver(outgoing).ConfigureAwait(false);
            };

    public static Task Stall(Outgoing outgoing) =>
        Task.Delay(Timeout.InfiniteTimeSpan, outgoing.Clock, outgoing.Context.RequestAborted);

    public static Task Reset(Outgoing outgoing)
    {
        outgoing.Context.Abort();
        return Task.CompletedTask;
    }

    public static Task Cut(Outgoing outgoing) => Promise(outgoing, outgoing.Answer.Body.Length / 2, outgoing.Answer.Body.Length);

    public static Task WrongLength(Outgoing outgoing) =>
        Promise(outgoing, outgoing.Answer.Body.Length, outgoing.Answer.Body.Length + PieceLength);

    public static async Task Trickle(Outgoing outgoing)
    {
        var body = outgoing.Answer.Body.Written;
        Delivery.WriteHead(outgoing.Context.Response, outgoing.Answer);
        for (var sent = 0; sent < body.Length; sent += PieceLength)
        {
            if (sent > 0)
                await outgoing.Clock.WaitAsync(outgoing.Fault!.Delay, outgoing.Context.RequestAborted).ConfigureAwait(false);
            var piece = body.Slice(sent, Math.Min(PieceLength, body.Length - sent));
            await outgoing.Context.Response.BodyWriter.WriteAsync(piece, outgoing.Context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>Sends less than promised. Kestrel then closes the connection: it has no other way to end the answer.</summary>
    private static async Task Promise(Outgoing outgoing, int length, int promised)
    {
        Delivery.WriteHead(outgoing.Context.Response, outgoing.Answer);
        outgoing.Context.Response.ContentLength = promised;
        await outgoing.Context.Response.BodyWriter
            .WriteAsync(outgoing.Answer.Body.Written[..length], outgoing.Context.RequestAborted).ConfigureAwait(false);
    }
}
