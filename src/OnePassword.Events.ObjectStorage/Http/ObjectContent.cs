using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace OnePassword.Events.ObjectStorage.Http;

/// <summary>The content of an object in a request.</summary>
internal static class ObjectContent
{
    private static readonly MediaTypeHeaderValue Type = new("application/octet-stream");

#pragma warning disable CA5351 // The services define this header. It detects damage, and a bucket with a lock requires it.
    public static ReadOnlyMemoryContent Of(ReadOnlyMemory<byte> content) => new(content)
    {
        Headers = { ContentType = Type, ContentMD5 = MD5.HashData(content.Span) },
    };
#pragma warning restore CA5351
}
