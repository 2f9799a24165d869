using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Options;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard;

/// <summary>
/// Finds leaks by long-lived holders of resources. Facts are collected block by block, solved at the end of each outermost type,
/// and given to the rules: one walk for all of them.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HolderAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableArray<IHolderRule> Rules = RuleSet.All;

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
        var nests = new Nests(analysis);
        context.RegisterSymbolStartAction(nests.Start, SymbolKind.NamedType);
    }

    /// <summary>The outermost types being collected: made at symbol start, released at symbol end.</summary>
    private sealed class Nests
    {
        private readonly ConcurrentDictionary<INamedTypeSymbol, Nest> open = new(SymbolEqualityComparer.Default);
        private readonly Analysis analysis;

        public Nests(Analysis analysis) => this.analysis = analysis;

        public void Start(SymbolStartAnalysisContext context)
        {
            var type = (INamedTypeSymbol)context.Symbol;
            var outermost = type;
            while (outermost.ContainingType != null)
                outermost = outermost.ContainingType;
            if (!open.TryGetValue(outermost, out var nest))
                nest = open.GetOrAdd(outermost, new Nest(IsCandidate(outermost, analysis)));
            if (nest.IsCandidate)
                context.RegisterOperationBlockAction(block => nest.Add(Collector.Collect(block.OwningSymbol, block.OperationBlocks, analysis.Catalog, analysis.Scope, block.CancellationToken)));
            if (SymbolEqualityComparer.Default.Equals(type, outermost))
                context.RegisterSymbolEndAction(end => End(outermost, end));
        }

        private static bool IsCandidate(INamedTypeSymbol type, Analysis analysis)
        {
            if (TestCode.IsTestClass(type))
                return false;
            if (analysis.Gate.IsCandidate(type))
                return true;
            foreach (var nested in type.GetTypeMembers())
            {
                if (IsCandidate(nested, analysis))
                    return true;
            }

            return false;
        }

        private void End(INamedTypeSymbol type, SymbolAnalysisContext context)
        {
            if (!open.TryRemove(type, out var nest) || !nest.IsCandidate || nest.Facts.IsEmpty)
                return;
            var holder = new Holder(type, nest.Facts.ToList(), analysis, context.CancellationToken);
            var reporter = new Reporter();
            foreach (var rule in Rules)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                rule.Find(holder, reporter);
            }

            reporter.ReportTo(context.ReportDiagnostic, analysis.IsGenerated);
        }
    }

    private sealed class Nest
    {
        public Nest(bool isCandidate) => IsCandidate = isCandidate;

        public bool IsCandidate { get; }

        public ConcurrentQueue<MemberFacts> Facts { get; } = new();

        public void Add(MemberFacts facts) => Facts.Enqueue(facts);
    }
}
