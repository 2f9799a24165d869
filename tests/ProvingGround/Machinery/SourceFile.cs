using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.ProvingGround.Machinery;

/// <summary>A file of a program, and where rules must fire in it.</summary>
internal sealed partial record SourceFile(string Path, string Text, IReadOnlyList<Mark> Marks)
{
    private static readonly HashSet<string> Rules = [.. RuleSet.Descriptors.Select(descriptor => descriptor.Id)];

    /// <summary>The files of a path of the clone: one file, or all of a folder. A comment <c>//! LEAK1001</c> marks its line.</summary>
    public static IEnumerable<SourceFile> Read(string path)
    {
        var full = Repository.PathOf(path);
        IEnumerable<string> files = File.Exists(full) ? [full] : Directory.GetFiles(full, "*.cs", SearchOption.AllDirectories).Where(file => !IsBuilt(full, file)).Order(StringComparer.Ordinal);
        return files.Select(file =>
        {
            var text = File.ReadAllText(file).ReplaceLineEndings("\n");
            var name = System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');
            return new SourceFile(name, text, [.. MarkedLines(name, text)]);
        });
    }

    private static bool IsBuilt(string folder, string file) =>
        System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/').Split('/')[0] is "bin" or "obj";

    private static IEnumerable<Mark> MarkedLines(string path, string text)
    {
        foreach (var line in Microsoft.CodeAnalysis.Text.SourceText.From(text).Lines)
        {
            var content = line.ToString();
            var comment = content.IndexOf("//! ", StringComparison.Ordinal);
            if (comment < 0)
                continue;
            foreach (Match rule in RuleId().Matches(content[comment..]))
            {
                if (Rules.Contains(rule.Value))
                    yield return new Mark(path, line.Span, rule.Value, WholeLine: true);
            }
        }
    }

    [GeneratedRegex("LEAK[0-9]{4}")]
    private static partial Regex RuleId();
}
