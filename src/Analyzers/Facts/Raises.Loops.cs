using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>The loops and the pieces of work in which events are raised.</summary>
internal sealed partial class Raises
{
    private static readonly string[] Comparisons = { "Contains", "ContainsKey", "TryGetValue", "Except", "SequenceEqual", "SetEquals", "Equals" };

    private sealed partial class Search
    {
        /// <summary>Task.Run(() => Done?.Invoke()): each delivery is a piece of work of its own, run by the pool when it can, and nobody waits for it.</summary>
        private bool IsHop(AnonymousFunctionExpressionSyntax work) => work.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax hop } && IsDropped(hop)
            && models.Of(hop.SyntaxTree).GetSymbolInfo(hop, cancellation).Symbol is IMethodSymbol { ContainingType: { DeclaringSyntaxReferences.IsEmpty: true } type } target
            && (ApiCatalog.FullName(type), target.Name) switch
            {
                ("System.Threading.Tasks.Task", "Run") or ("System.Threading.ThreadPool", "QueueUserWorkItem" or "UnsafeQueueUserWorkItem") => true,
                ("System.Threading.Tasks.TaskFactory", "StartNew") => hop.Expression is MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Factory", Expression: SimpleNameSyntax { Identifier.ValueText: "Task" } } }
                    && (target.Parameters.All(p => p.Type.Name != "TaskScheduler") || hop.ArgumentList.Arguments.Any(a => a.Expression.ToString().EndsWith("TaskScheduler.Default", StringComparison.Ordinal))),
                _ => false,
            };

        /// <summary>Nobody awaits it, keeps it or gives it back.</summary>
        private static bool IsDropped(InvocationExpressionSyntax hop) => hop.Parent is ExpressionStatementSyntax or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } }
            || hop.Parent is ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } };

        /// <summary>It goes over what comes as long as anything comes; a table that has been read as a whole has an end.</summary>
        private static bool IsEndless(CommonForEachStatementSyntax all) => all.AwaitKeyword.RawKind != 0 && all.AwaitKeyword.Text.Length > 0
            || all.Expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(n => n.Identifier.ValueText is "GetConsumingEnumerable" or "ToBlockingEnumerable");

        /// <summary>It sleeps, looks again, and tells what differs from what it knows; it reads or takes nothing that comes meanwhile, nor does a helper, wherever that stands.</summary>
        private bool Polls(StatementSyntax loop)
        {
            var calls = loop.DescendantNodes().OfType<InvocationExpressionSyntax>().ToList();
            return calls.Exists(c => LastNameOf(c.Expression) == "Sleep") && calls.TrueForAll(c => LastNameOf(c.Expression) == "Sleep" || !Takes(c, 0)) && Compares(loop, 0);
        }

        /// <summary>if (!_known.Contains(port)), if (state != _last): whoever tells all that has come has nothing to compare it with.</summary>
        private bool Compares(SyntaxNode code, int depth) => code.DescendantNodes().Any(n => n switch
        {
            BinaryExpressionSyntax test => (test.IsKind(SyntaxKind.EqualsExpression) || test.IsKind(SyntaxKind.NotEqualsExpression)) && !IsFixed(test.Left) && !IsFixed(test.Right),
            InvocationExpressionSyntax call => Array.IndexOf(Comparisons, LastNameOf(call.Expression)) >= 0 || depth < MaxRelays && BodiesOf(call).Any(b => Compares(b, depth + 1)),
            _ => false,
        });

        private static bool IsFixed(ExpressionSyntax side) => side is LiteralExpressionSyntax or PrefixUnaryExpressionSyntax or MemberAccessExpressionSyntax { Expression: PredefinedTypeSyntax };

        private IEnumerable<SyntaxNode> BodiesOf(InvocationExpressionSyntax call) => models.Of(call.SyntaxTree).GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { MethodKind: MethodKind.Ordinary } helper
            ? helper.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)) : Enumerable.Empty<SyntaxNode>();

        private bool Takes(InvocationExpressionSyntax call, int depth) => Takes(LastNameOf(call.Expression))
            || depth < MaxRelays && BodiesOf(call).Any(b => b.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(c => Takes(c, depth + 1)));

        private static bool Takes(string name) => Has(Sources, name, atEnd: false) || name is "TryPop" or "Pop" or "TryRead" or "Drain" or "Collect";

        /// <summary>new Thread(Run): the loop has a thread of its own.</summary>
        private static bool IsOfOwnThread(string name, List<SyntaxNode> parts)
        {
            var uses = parts.SelectMany(p => Uses(p, name)).ToList();
            return uses.Count > 0 && uses.TrueForAll(u => u.FirstAncestorOrSelf<ArgumentSyntax>()?.Parent?.Parent is { } started && (started is ObjectCreationExpressionSyntax { Type: SimpleNameSyntax { Identifier.ValueText: "Thread" or "ThreadStart" } } || started is ImplicitObjectCreationExpressionSyntax { Parent: EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type: SimpleNameSyntax { Identifier.ValueText: "Thread" } } } } || started is InvocationExpressionSyntax work && work.ToString().IndexOf("LongRunning", StringComparison.Ordinal) > 0)
                && !u.FirstAncestorOrSelf<ArgumentSyntax>()!.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText != name && n.Parent is InvocationExpressionSyntax));
        }

        private static string LastNameOf(ExpressionSyntax called) => called is MemberAccessExpressionSyntax access ? access.Name.Identifier.ValueText : (called as SimpleNameSyntax)?.Identifier.ValueText ?? string.Empty;

        /// <summary>A loop without an end, or one that reads or waits for what comes.</summary>
        private static bool Pumps(StatementSyntax loop) => loop is WhileStatementSyntax { Condition: LiteralExpressionSyntax } or DoStatementSyntax { Condition: LiteralExpressionSyntax } or ForStatementSyntax { Condition: null }
            || loop.DescendantNodes().Any(n => n is AwaitExpressionSyntax || n is InvocationExpressionSyntax call && call.Expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().LastOrDefault() is { } name && Has(Sources, name.Identifier.ValueText, atEnd: false));
    }
}
