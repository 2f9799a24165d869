namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The additional projects by name; asking for a name makes the project.</summary>
public class ProjectCollection : Dictionary<string, ProjectState>
{
    private readonly string _defaultLanguage;
    private readonly string _defaultExtension;

    /// <summary>Makes an empty collection.</summary>
    public ProjectCollection(string defaultLanguage, string defaultExtension)
        => (_defaultLanguage, _defaultExtension) = (defaultLanguage, defaultExtension);

    /// <summary>The project with this name, made in the default language if there is none.</summary>
    public new ProjectState this[string projectName]
        => TryGetValue(projectName, out var project) ? project : this[projectName, _defaultLanguage];

    /// <summary>The project with this name and language, made if there is none.</summary>
    public ProjectState this[string projectName, string language]
    {
        get
        {
            if (!TryGetValue(projectName, out var project))
                Add(projectName, project = new ProjectState(projectName, language, $"/{projectName}/Test", Extension(language)));

            return project.Language == language
                ? project
                : throw new InvalidOperationException($"Project '{projectName}' already exists with language '{project.Language}'.");
        }
    }

    private string Extension(string language) => language switch
    {
        _ when language == _defaultLanguage => _defaultExtension,
        LanguageNames.CSharp => "cs",
        LanguageNames.VisualBasic => "vb",
        _ => throw new ArgumentOutOfRangeException(nameof(language)),
    };
}
