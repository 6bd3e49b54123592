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
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.Buffer.Length > MaxLength)
                throw new BadRequestException($"the body is longer than {MaxLength} bytes");

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
