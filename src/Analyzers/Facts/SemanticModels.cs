using System;
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

/// <summary>
/// The only place that asks for semantic models. The driver gives the compilation its own cache of models, so what other analyzers
/// have bound is not bound again (docs/architecture.md).
/// </summary>
internal sealed class SemanticModels
{
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> models = new();
    private readonly Compilation compilation;
    private readonly Func<SyntaxTree, SemanticModel>? modelOf;

    /// <param name="modelOf">The driver's own models, where it gives them out.</param>
    public SemanticModels(Compilation compilation, Func<SyntaxTree, SemanticModel>? modelOf = null)
    {
        this.compilation = compilation;
        this.modelOf = modelOf;
    }

    public SemanticModel Of(SyntaxTree tree) =>
#pragma warning disable RS1030 // The reason is above.
        models.TryGetValue(tree, out var model) ? model : models.GetOrAdd(tree, modelOf?.Invoke(tree) ?? compilation.GetSemanticModel(tree));
#pragma warning restore RS1030
}
