using System.Buffers;
using System.IO.Pipelines;

namespace OnePassword.Events.Emulator.Http;

/// <summary>Reads the body of a request, up to a limit.</summary>
internal static class RequestBody
{
    /// <summary>Returns the body, or null if it is longer than the limit.</summary>
    public static async ValueTask<byte[]?> ReadAsync(PipeReader reader, int maxLength, CancellationToken cancellationToken)
    {
        var tooLong = false;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            tooLong |= read.Buffer.Length > maxLength;
            if (read.IsCompleted && !tooLong)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            // Read a body that is too long to its end, because a client that still sends may miss the response.
            reader.AdvanceTo(tooLong ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                return null;
        }
    }
}
