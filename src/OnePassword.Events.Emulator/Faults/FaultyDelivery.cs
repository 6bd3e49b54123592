using OnePassword.Events.Emulator.Http;

namespace OnePassword.Events.Emulator.Faults;

/// <summary>Sends a response late, incompletely, or not at all.</summary>
internal static class FaultyDelivery
{
    /// <summary>Small and odd, so that pieces end within names, numbers and characters of several bytes.</summary>
    private const int PieceLength = 61;

    /// <summary>Waits for the fault's delay before the headers. A trickle waits between the pieces instead.</summary>
    public static Func<PendingResponse, Task> AfterDelay(Fault fault, Func<PendingResponse, Task> deliver) =>
        fault.Delay == TimeSpan.Zero || fault.Mode == FaultMode.Trickle
            ? deliver
            : async pending =>
            {
                await pending.Clock.WaitAsync(fault.Delay, pending.Context.RequestAborted).ConfigureAwait(false);
                await deliver(pending).ConfigureAwait(false);
            };

    public static Task StallAsync(PendingResponse pending) =>
        Task.Delay(Timeout.InfiniteTimeSpan, pending.Clock, pending.Context.RequestAborted);

    public static Task ResetAsync(PendingResponse pending)
    {
        pending.Context.Abort();
        return Task.CompletedTask;
    }

    public static Task TruncateAsync(PendingResponse pending) =>
        SendAsync(pending, pending.Response.Body.Length / 2, contentLength: pending.Response.Body.Length);

    public static Task SendWrongLengthAsync(PendingResponse pending) =>
        SendAsync(pending, pending.Response.Body.Length, contentLength: pending.Response.Body.Length + PieceLength);

    public static async Task TrickleAsync(PendingResponse pending)
    {
        var body = pending.Response.Body.Written;
        Delivery.WriteHead(pending.Context.Response, pending.Response);
        for (var sent = 0; sent < body.Length; sent += PieceLength)
        {
            if (sent > 0)
                await pending.Clock.WaitAsync(pending.Fault!.Delay, pending.Context.RequestAborted).ConfigureAwait(false);
            var piece = body.Slice(sent, Math.Min(PieceLength, body.Length - sent));
            await pending.Context.Response.BodyWriter.WriteAsync(piece, pending.Context.RequestAborted).ConfigureAwait(false);
        }
    }

    // Kestrel closes the connection if a handler sends less than the content length.
    private static async Task SendAsync(PendingResponse pending, int length, int contentLength)
    {
        Delivery.WriteHead(pending.Context.Response, pending.Response);
        pending.Context.Response.ContentLength = contentLength;
        var part = pending.Response.Body.Written[..length];
        await pending.Context.Response.BodyWriter.WriteAsync(part, pending.Context.RequestAborted).ConfigureAwait(false);
    }
}
