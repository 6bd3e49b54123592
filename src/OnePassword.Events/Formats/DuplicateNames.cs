using System.Text;

namespace OnePassword.Events.Formats;

/// <summary>The last member with a name replaces the earlier ones, as in most parsers.</summary>
internal static class DuplicateNames
{
    private const int MaxCompared = 64;

    public static void Replace(JsonTree tree, int parent)
    {
        var end = tree[parent].Next;
        var (child, compared) = (parent + 1, 0);
        for (; child < end && compared < MaxCompared; child = tree[child].Next, compared++)
            ReplaceEarlier(tree, parent + 1, child);
        if (child < end)
            ReplaceAllButLast(tree, parent + 1, end);
    }

    private static void ReplaceEarlier(JsonTree tree, int first, int child)
    {
        var length = tree[child].NameLength;
        for (var earlier = first; earlier < child; earlier = tree[earlier].Next)
        {
            if (tree[earlier].NameLength == length && tree.NameOf(tree[earlier]).SequenceEqual(tree.NameOf(tree[child])))
                tree[earlier].IsReplaced = true;
        }
    }

    // For objects with many members, which the API does not send.
    private static void ReplaceAllButLast(JsonTree tree, int first, int end)
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var child = first; child < end; child = tree[child].Next)
        {
            var name = Encoding.UTF8.GetString(tree.NameOf(tree[child]));
            if (last.TryGetValue(name, out var earlier))
                tree[earlier].IsReplaced = true;
            last[name] = child;
        }
    }
}
