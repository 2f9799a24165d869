using System.Collections.Concurrent;
using System.Reflection;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>References, each file read only once in a test run.</summary>
public class MetadataReferenceCollection : List<MetadataReference>
{
    private static readonly ConcurrentDictionary<string, MetadataReference> References = new(StringComparer.Ordinal);

    /// <summary>Adds a reference to a loaded assembly.</summary>
    public void Add(Assembly assembly) => Add(assembly.Location);

    /// <summary>Adds a reference to an assembly file, with its documentation file if there is one.</summary>
    public void Add(string path)
        => Add(References.GetOrAdd(path, file => MetadataReference.CreateFromFile(
            file,
            documentation: XmlDocumentationProvider.CreateFromFile(Path.ChangeExtension(file, ".xml")))));
}
