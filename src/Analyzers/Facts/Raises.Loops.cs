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
        private bool IsHop(AnonymousFunctionExpressionSyntax work) => work.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax hop } && (IsDropped(hop) || IsOnlyAsked(hop))
            && models.Of(hop.SyntaxTree).GetSymbolInfo(hop, cancellation).Symbol is IMethodSymbol { ContainingType: { DeclaringSyntaxReferences.IsEmpty: true } type } target
            && (ApiCatalog.FullName(type), target.Name) switch
            {
                ("System.Threading.Tasks.Task", "Run") or ("System.Threading.ThreadPool", "QueueUserWorkItem" or "UnsafeQueueUserWorkItem") => true,
                ("System.Threading.Tasks.TaskFactory", "StartNew") => hop.Expression is MemberAccessExpressionSyntax { Expression: var factory } && (factory is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Factory", Expression: SimpleNameSyntax { Identifier.ValueText: "Task" } } || IsOfPool(factory))
                    && (target.Parameters.All(p => p.Type.Name != "TaskScheduler") || hop.ArgumentList.Arguments.Any(a => a.Expression.ToString().EndsWith("TaskScheduler.Default", StringComparison.Ordinal))),
                _ => false,
            };

        /// <summary>static readonly TaskFactory Pool = new(TaskScheduler.Default), and no other in the constructor.</summary>
        private bool IsOfPool(ExpressionSyntax factory) => models.Of(factory.SyntaxTree).GetSymbolInfo(factory, cancellation).Symbol is IFieldSymbol { IsReadOnly: true, DeclaringSyntaxReferences: { Length: 1 } declared, ContainingType: { } type }
            && declared[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } given } } declarator && given[0].Expression.ToString().EndsWith("TaskScheduler.Default", StringComparison.Ordinal)
            && !type.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancellation).DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a => LastNameOf(a.Left) == declarator.Identifier.ValueText));

        /// <summary>_told = Task.Run(…), where the private field is asked whether it is done, not until it is, and nothing else.</summary>
        private bool IsOnlyAsked(InvocationExpressionSyntax hop) => hop.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: var name } place, Parent: ExpressionStatementSyntax }
            && models.Of(hop.SyntaxTree).GetSymbolInfo(place, cancellation).Symbol is IFieldSymbol { DeclaredAccessibility: Accessibility.Private } kept
            && kept.ContainingType.DeclaringSyntaxReferences.SelectMany(r => Uses(r.GetSyntax(cancellation), name)).All(u => u.Parent is AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax } set && set.Left == u
                || u.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var asked } access && access.Expression == u && (asked.StartsWith("IsCompleted", StringComparison.Ordinal) || asked is "IsFaulted" or "IsCanceled" or "Status")
                    && !access.Ancestors().Any(n => n is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or AnonymousFunctionExpressionSyntax));

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

        /// <summary>if (!_known.Contains(port)), if (state != _last), if (Math.Abs(size - _last) > 1024): whoever tells all that has come has nothing to compare it with.</summary>
        private bool Compares(SyntaxNode code, int depth) => code.DescendantNodes().Any(n => n switch
        {
            BinaryExpressionSyntax test when IsOrder(test) => IsKept(code, test.Left, test.Right) && IsForOne(code, test),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.BitwiseAndExpression } test => IsDenied(test.Left) != IsDenied(test.Right) && IsKept(code, Asserted(test.Left), Asserted(test.Right)),
            IfStatementSyntax { Condition: var inner, Parent: var around } when (around is BlockSyntax { Parent: var owner } ? owner : around) is IfStatementSyntax { Condition: var outer } => IsDenied(outer) != IsDenied(inner) && IsKept(code, Asserted(outer), Asserted(inner)),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } difference => difference.Ancestors().TakeWhile(a => a is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax).Any(IsOrder) && IsKept(code, difference.Left, difference.Right),
            BinaryExpressionSyntax test => (test.IsKind(SyntaxKind.EqualsExpression) || test.IsKind(SyntaxKind.NotEqualsExpression)) && !IsFixed(test.Left) && !IsFixed(test.Right),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompareTo", Expression: var one }, ArgumentList.Arguments: { Count: 1 } others } => IsKept(code, one, others[0].Expression),
            InvocationExpressionSyntax call => Array.IndexOf(Comparisons, LastNameOf(call.Expression)) >= 0 || depth < MaxRelays && BodiesOf(call).Any(b => Compares(b, depth + 1)),
            _ => false,
        });

        /// <summary>if (written > _last) { _last = written; … }, up &amp;&amp; !_wasUp, then _wasUp = up: one side is what the other was on an earlier turn.</summary>
        private static bool IsKept(SyntaxNode code, ExpressionSyntax one, ExpressionSyntax other) => code.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a => a.IsKind(SyntaxKind.SimpleAssignmentExpression)
            && (SyntaxFactory.AreEquivalent(a.Left, one) && SyntaxFactory.AreEquivalent(a.Right, other) || SyntaxFactory.AreEquivalent(a.Left, other) && SyntaxFactory.AreEquivalent(a.Right, one)));

        private static bool IsOrder(SyntaxNode test) => test.RawKind is (int)SyntaxKind.LessThanExpression or (int)SyntaxKind.LessThanOrEqualExpression or (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.GreaterThanOrEqualExpression;

        /// <summary>if (written > _last) { _last = written; Told(); }: the branch does more than note it, and nothing counts from one to the other, who would tell all that came between.</summary>
        private static bool IsForOne(SyntaxNode code, BinaryExpressionSyntax test) => !(test.Parent is IfStatementSyntax { Statement: var then } && !then.DescendantNodesAndSelf().Any(n => n is InvocationExpressionSyntax or ReturnStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax))
            && !code.DescendantNodes().Any(n => n is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax && n.DescendantNodes().Any(u => u is ExpressionSyntax && (SyntaxFactory.AreEquivalent(u, test.Left) || SyntaxFactory.AreEquivalent(u, test.Right))));

        private static bool IsDenied(ExpressionSyntax test) => test.IsKind(SyntaxKind.LogicalNotExpression);

        private static ExpressionSyntax Asserted(ExpressionSyntax test) => test is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var denied } ? denied : test;

        private static bool IsFixed(ExpressionSyntax side) => side is LiteralExpressionSyntax or PrefixUnaryExpressionSyntax or MemberAccessExpressionSyntax { Expression: PredefinedTypeSyntax };

        private IEnumerable<SyntaxNode> BodiesOf(InvocationExpressionSyntax call) => models.Of(call.SyntaxTree).GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { MethodKind: MethodKind.Ordinary } helper
            ? helper.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)) : Enumerable.Empty<SyntaxNode>();

        private bool Takes(InvocationExpressionSyntax call, int depth) => Takes(LastNameOf(call.Expression))
            || depth < MaxRelays && BodiesOf(call).Any(b => b.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(c => Takes(c, depth + 1)));

        private static bool Takes(string name) => Has(Sources, name, atEnd: false) || name is "TryPop" or "Pop" or "TryRead" or "Drain" or "Collect";

        /// <summary>while (…) { if (over) { Ended?.Invoke(this, e); break; } … }: the loop is over then, and nothing comes behind it.</summary>
        private static bool IsLast(SyntaxNode raise)
        {
            for (SyntaxNode? at = raise.FirstAncestorOrSelf<StatementSyntax>(); at is StatementSyntax or ElseClauseSyntax && !IsLoop(at); at = at.Parent)
            {
                if (at is not StatementSyntax step || at.Parent is not BlockSyntax block)
                {
                    if (at.Parent is not (IfStatementSyntax or ElseClauseSyntax))
                        return false;
                    continue;
                }

                var next = block.Statements.Skip(block.Statements.IndexOf(step) + 1).FirstOrDefault(s => s is not ExpressionStatementSyntax);
                if (next != null)
                    return next is BreakStatementSyntax or ReturnStatementSyntax && IsInOneLoop(next);
            }

            return false;
        }

        /// <summary>while (true) ReadBatch(), a timer or an event begins the loop again: what is over then is one batch of many.</summary>
        private bool RunsOnce(SyntaxNode place, List<SyntaxNode> parts, int depth)
        {
            for (var at = place.Parent; at != null && depth <= MaxRelays; at = at.Parent)
            {
                switch (at)
                {
                    case AnonymousFunctionExpressionSyntax work:
                        return !IsCalledAgain(work);
                    case MethodDeclarationSyntax method:
                        return parts.SelectMany(p => Uses(p, method.Identifier.ValueText)).Where(u => IsOf(u, method)).All(u => IsCall(u) ? RunsOnce(u, parts, depth + 1) : !IsCalledAgain(u));
                    case LocalFunctionStatementSyntax local:
                        return parts.SelectMany(p => Uses(p, local.Identifier.ValueText)).All(u => IsCall(u) ? RunsOnce(u, parts, depth + 1) : !IsCalledAgain(u));
                    case MemberDeclarationSyntax:
                        return true;
                }

                if (IsLoop(at) && !IsLast(place))
                    return false;
            }

            return false;
        }

        /// <summary>A handler, or the body of a timer that ticks more than once.</summary>
        private bool IsCalledAgain(SyntaxNode callback) => callback.Ancestors().TakeWhile(a => a is not StatementSyntax).Any(a => a.IsKind(SyntaxKind.AddAssignmentExpression))
            || callback.FirstAncestorOrSelf<ArgumentSyntax>()?.Parent?.Parent is BaseObjectCreationExpressionSyntax taker && models.Of(taker.SyntaxTree).GetTypeInfo(taker, cancellation).Type is { } type && type.Name.IndexOf("Timer", StringComparison.Ordinal) >= 0 && !TicksOnce(taker);

        /// <summary>_start = new Timer(_ => Run(), null, delay, Timeout.Infinite), in the constructor, and nothing in the type arms a timer anew.</summary>
        private static bool TicksOnce(BaseObjectCreationExpressionSyntax timer) => timer.ArgumentList?.Arguments is { Count: 4 } given && given[3].Expression.ToString().Split('.').Last() is "Infinite" or "InfiniteTimeSpan" or "-1"
            && timer.FirstAncestorOrSelf<MemberDeclarationSyntax>() is ConstructorDeclarationSyntax { Parent: TypeDeclarationSyntax type } && !timer.Ancestors().Any(a => a is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) && !Uses(type, "Change").Any();

        private static bool IsLoop(SyntaxNode node) => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax;

        /// <summary>What a break or return leaves is the one loop of the body.</summary>
        private static bool IsInOneLoop(SyntaxNode leaving)
        {
            var around = leaving.Ancestors().TakeWhile(a => a is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Where(a => IsLoop(a) || a is SwitchStatementSyntax).ToList();
            return around.Count == 1 && (around[0] is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax { Condition: null });
        }

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
