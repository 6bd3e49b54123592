using YamlDotNet.RepresentationModel;

namespace OnePassword.Events.SpecMerge;

/// <summary>A schema that an official operation uses, directly or through other schemas.</summary>
/// <param name="Name">Our name.</param>
/// <param name="OfficialName">The official name; null for an inline schema.</param>
/// <param name="Node">The official schema.</param>
internal sealed record ReachedSchema(string Name, string? OfficialName, YamlMappingNode Node);
