namespace OnePassword.Events.Benchmarks.DefaultNSwag;

/// <summary>Parses a response as the default output of NSwag does.</summary>
internal sealed class DefaultReader() : DefaultClient(new HttpClient())
{
    private static readonly Dictionary<string, IEnumerable<string>> NoHeaders = [];

    public async Task<TPage> ReadAsync<TPage>(byte[] page)
    {
        using var response = new HttpResponseMessage { Content = new ByteArrayContent(page) };
        return (await ReadObjectResponseAsync<TPage>(response, NoHeaders, CancellationToken.None)).Object;
    }
}
