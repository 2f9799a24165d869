namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How a file path is divided into the folders and the name of a document.</summary>
internal static class ProjectPath
{
    /// <summary>A path under the folder of the prefix gets its folders; any other path has none.</summary>
    public static (string Name, string[] Folders) Split(string projectPathPrefix, string path)
    {
        var (prefix, normalized) = (Normalize(projectPathPrefix), Normalize(path));
        if (!Path.IsPathRooted(prefix))
            return (Path.GetFileName(normalized), []);

        var root = Path.GetFileName(prefix).Length == 0 ? prefix : Path.GetDirectoryName(prefix) + Path.DirectorySeparatorChar;
        if (!normalized.StartsWith(root, StringComparison.Ordinal))
        {
            // Outside the project: a rooted path is the name as it is.
            return (Path.IsPathRooted(normalized) ? path : Path.GetFileName(normalized), []);
        }

        var inside = normalized[root.Length..];
        var directory = Path.GetDirectoryName(inside);
        return (Path.GetFileName(inside), string.IsNullOrEmpty(directory) ? [] : directory.Split(Path.DirectorySeparatorChar));
    }

    private static string Normalize(string path) => path.Replace(Path.AltDirectorySeparatorChar, Path.DirectorySeparatorChar);
}
