using System.Collections.Frozen;

namespace OnePassword.Events.Emulator.Http;

/// <summary>One of the eight operations of the API.</summary>
/// <param name="Path">The path; all entries of the request log share this string.</param>
/// <param name="Api">The version.</param>
/// <param name="Feed">The feed; null for introspection.</param>
internal sealed record ApiOperation(string Path, EmulatorApi Api, EmulatorFeed? Feed)
{
    private static readonly FrozenDictionary<string, ApiOperation> ByPath = new ApiOperation[]
    {
        new("/api/auth/introspect", EmulatorApi.V1, null),
        new("/api/v1/auditevents", EmulatorApi.V1, EmulatorFeed.AuditEvents),
        new("/api/v1/itemusages", EmulatorApi.V1, EmulatorFeed.ItemUsages),
        new("/api/v1/signinattempts", EmulatorApi.V1, EmulatorFeed.SignInAttempts),
        new("/api/v2/auth/introspect", EmulatorApi.V2, null),
        new("/api/v2/auditevents", EmulatorApi.V2, EmulatorFeed.AuditEvents),
        new("/api/v2/itemusages", EmulatorApi.V2, EmulatorFeed.ItemUsages),
        new("/api/v2/signinattempts", EmulatorApi.V2, EmulatorFeed.SignInAttempts),
    }.ToFrozenDictionary(operation => operation.Path, StringComparer.Ordinal);

    public string Method => Feed is null ? HttpMethods.Get : HttpMethods.Post;

    public static ApiOperation? Find(string path) => ByPath.GetValueOrDefault(path);
}
