using Newtonsoft.Json.Linq;

namespace OnePassword.Events.Generated.Tests.Specs;

public sealed record SpecOperation(string Method, string Path, JObject Definition)
{
    public override string ToString() => $"{Method} {Path}";
}
