using System.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Serves the files that documentation comments <c>include</c> from memory.</summary>
internal sealed class XmlIncludes(IReadOnlyDictionary<string, string> files) : XmlReferenceResolver
{
    private readonly IReadOnlyDictionary<string, string> _files = files;

    public override string? ResolveReference(string path, string? baseFilePath) => _files.ContainsKey(path) ? path : null;

    public override Stream OpenRead(string resolvedPath)
        => _files.TryGetValue(resolvedPath, out var content)
            ? new MemoryStream(Encoding.UTF8.GetBytes(content))
            : throw new IOException($"Unable to read XML file: {resolvedPath}");

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
