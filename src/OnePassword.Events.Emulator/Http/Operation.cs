using System.Collections.Frozen;

namespace OnePassword.Events.Emulator.Http;

/// <summary>One of the eight operations of the API.</summary>
/// <param name="Path">The path; the request log holds this very string, once for all requests.</param>
/// <param name="Api">The version.</param>
/// <param name="Feed">The feed; null is introspection.</param>
internal sealed record Operation(string Path, EmulatorApi Api, EmulatorFeed? Feed)
{
    private static readonly FrozenDictionary<string, Operation> ByPath = new Operation[]
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

    public static Operation? Find(string path) => ByPath.GetValueOrDefault(path);
}
