using System.Buffers;
using System.IO.Pipelines;

namespace OnePassword.Events.Emulator.Http;

/// <summary>Reads the body of a request to a feed, which is some hundred bytes at most.</summary>
internal static class RequestBody
{
    private const int MaxLength = 65_536;

    /// <exception cref="BadRequestException">The body is far longer than any request.</exception>
    public static async ValueTask<byte[]> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        var tooLong = false;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            tooLong |= read.Buffer.Length > MaxLength;
            if (read.IsCompleted && !tooLong)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            // What is too long is read to its end all the same: an answer in the middle of it may reach nobody.
            reader.AdvanceTo(tooLong ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                throw new BadRequestException($"the body is longer than {MaxLength} bytes");
        }
    }
}
