using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LeakGuard.Options;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard;

/// <summary>
/// Finds leaks by long-lived holders of resources. Each outermost type is turned into facts, solved as a whole, and given to the
/// rules. That happens when its file is complete: the compiler has bound every body in it by then, and nothing is bound twice.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HolderAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = RuleSet.Descriptors;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        var tree = context.Compilation.SyntaxTrees.FirstOrDefault();
        var provider = context.Options.AnalyzerConfigOptionsProvider;
        var analysis = new Analysis(context.Compilation, Settings.Read(tree == null ? provider.GlobalOptions : provider.GetOptions(tree)));
        var findings = new TypeFindings(analysis);
        context.RegisterSemanticModelAction(file => Analyze(file, findings));
    }

    private static void Analyze(SemanticModelAnalysisContext file, TypeFindings findings)
    {
        var unit = (CompilationUnitSyntax)file.SemanticModel.SyntaxTree.GetRoot(file.CancellationToken);
        var types = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        if (unit.Members.Any(m => m is GlobalStatementSyntax) && file.SemanticModel.GetDeclaredSymbol(unit, file.CancellationToken) is { } main)
            types.Add(main.ContainingType);
        AddTypes(unit.Members, file, types);
        foreach (var type in types)
        {
            foreach (var diagnostic in findings.Of(type, file.SemanticModel, file.CancellationToken))
                file.ReportDiagnostic(diagnostic);
        }
    }

    /// <summary>The outermost types of the file, or of the part of it that is asked for.</summary>
    private static void AddTypes(SyntaxList<MemberDeclarationSyntax> members, SemanticModelAnalysisContext file, HashSet<INamedTypeSymbol> types)
    {
        foreach (var member in members)
        {
            if (file.FilterSpan is { } span && !member.FullSpan.IntersectsWith(span))
                continue;
            if (member is BaseNamespaceDeclarationSyntax space)
                AddTypes(space.Members, file, types);
            else if (member is TypeDeclarationSyntax declaration && file.SemanticModel.GetDeclaredSymbol(declaration, file.CancellationToken) is { } type)
                types.Add(type);
        }
    }
}
