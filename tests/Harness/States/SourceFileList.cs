using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Source files, named by their number unless a name is given.</summary>
public class SourceFileList : SourceFileCollection
{
    private readonly string _defaultPrefix;
    private readonly string _defaultExtension;

    /// <summary>Makes an empty list.</summary>
    public SourceFileList(string defaultPrefix, string defaultExtension)
        => (_defaultPrefix, _defaultExtension) = (defaultPrefix, defaultExtension);

    /// <summary>Adds a source under the next default name.</summary>
    public void Add(string content) => Add((NextName(), content));

    /// <summary>Adds a source under the next default name.</summary>
    public void Add(SourceText content) => Add((NextName(), content));

    private string NextName() => $"{_defaultPrefix}{Count}.{_defaultExtension}";
}
