using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The content of one project, before or after a fix.</summary>
public class ProjectState
{
    /// <summary>Makes an empty project; unnamed sources are called <c>prefix + number + extension</c>.</summary>
    public ProjectState(string name, string language, string defaultPrefix, string defaultExtension)
    {
        Name = name;
        Language = language;
        DefaultPrefix = defaultPrefix;
        DefaultExtension = defaultExtension;
        Sources = new SourceFileList(defaultPrefix, defaultExtension);
    }

    /// <summary>The project's name.</summary>
    public string Name { get; }

    /// <summary>The assembly's name, equal to the project's.</summary>
    public string AssemblyName => Name;

    /// <summary>The language, one of <see cref="LanguageNames"/>.</summary>
    public string Language { get; }

    /// <summary>The framework references, or null for those of the test.</summary>
    public ReferenceAssemblies? ReferenceAssemblies { get; set; }

    /// <summary>The output kind, or null for a library.</summary>
    public OutputKind? OutputKind { get; set; }

    /// <summary>The documentation mode, or null for <see cref="CodeAnalysis.DocumentationMode.Diagnose"/>.</summary>
    public DocumentationMode? DocumentationMode { get; set; }

    /// <summary>The source files.</summary>
    public SourceFileList Sources { get; }

    /// <summary>Sources expected from generators. The harness runs none, so they are only compared between states.</summary>
    public SourceFileCollection GeneratedSources { get; } = [];

    /// <summary>The additional files.</summary>
    public SourceFileCollection AdditionalFiles { get; } = [];

    /// <summary>The analyzer config files, such as <c>/.editorconfig</c>.</summary>
    public SourceFileCollection AnalyzerConfigFiles { get; } = [];

    /// <summary>Functions that give further additional files when the test runs.</summary>
    public List<Func<IEnumerable<(string filename, SourceText content)>>> AdditionalFilesFactories { get; } = [];

    /// <summary>Names of the projects this one references.</summary>
    public List<string> AdditionalProjectReferences { get; } = [];

    /// <summary>References beside those of the framework.</summary>
    public MetadataReferenceCollection AdditionalReferences { get; } = [];

    internal string DefaultPrefix { get; }

    internal string DefaultExtension { get; }

    /// <summary>All additional files, those of the factories too.</summary>
    internal IEnumerable<(string filename, SourceText content)> AllAdditionalFiles()
        => AdditionalFiles.Concat(AdditionalFilesFactories.SelectMany(factory => factory()));
}
