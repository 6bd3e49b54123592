namespace OnePassword.Events.ObjectStorage.Tests.Support;

/// <summary>A fake of Azure Blob Storage that accepts access tokens only.</summary>
internal sealed class FakeBlob(FakeEntra entra) : FakeService
{
    private readonly Dictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);

    public static async Task<FakeBlob> StartAsync(FakeEntra entra)
    {
        var blob = new FakeBlob(entra);
        await blob.StartAsync(port: 0);
        return blob;
    }

    protected override ServiceReply Process(ServiceRequest request)
    {
        var token = request.Header("Authorization")?.Split(' ')[^1] ?? "";
        if (!entra.IsValid(token, "https://storage.azure.com"))
            return Error(401, "InvalidAuthenticationInfo");
        if (request.Header("x-ms-version") is null || request.Header("x-ms-date") is null)
            return Error(400, "MissingRequiredHeader");
        if (request.Method == "PUT")
        {
            if (request.Header("x-ms-blob-type") != "BlockBlob")
                return Error(400, "InvalidHeaderValue");
            if (request.Header("If-None-Match") == "*" && _blobs.ContainsKey(request.Path))
                return Error(409, "BlobAlreadyExists");
            _blobs[request.Path] = request.Body;
            return new ServiceReply(201);
        }
        return _blobs.TryGetValue(request.Path, out var blob) ? new ServiceReply(200) { Content = blob } : Error(404, "BlobNotFound");
    }

    private static ServiceReply Error(int status, string code) =>
        new(status) { Headers = new(StringComparer.OrdinalIgnoreCase) { ["x-ms-error-code"] = code } };
}
