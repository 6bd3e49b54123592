using Newtonsoft.Json.Linq;

namespace OnePassword.Events.Generated.Tests.OpenApi.Specs;

public sealed record SpecOperation(string Method, string Path, JObject Definition)
{
    public override string ToString() => $"{Method} {Path}";
}
