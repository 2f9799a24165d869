using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

/// <summary>
/// The one walk over a block: turns operations into facts. Afterwards nothing of the operations is kept.
/// The parts: Statements, Expressions, Conditions, Assignments, Calls, Collections, Locks, Delegates.
/// </summary>
internal sealed partial class Collector
{
    private const int MaxNodes = 60_000;

    private readonly ApiCatalog catalog;
    private readonly StoreScope scope;
    private readonly MemberFacts member;
    private readonly CancellationToken cancellation;
    private readonly Dictionary<ISymbol, BodyFacts> localFunctions = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, Value> parameters = new(SymbolEqualityComparer.Default);
    private readonly Stack<Value> conditionalReceivers = new();
    private readonly Stack<Value> initializerReceivers = new();
    private BodyFacts body = null!;
    private BlockNode block = null!;
    private LockSet locks = LockSet.Empty;
    private IOperation? dropped;
    private IOperation? awaited;
    private int order;

    private Collector(ISymbol owner, ApiCatalog catalog, StoreScope scope, CancellationToken cancellation)
    {
        this.catalog = catalog;
        this.scope = scope;
        this.cancellation = cancellation;
        member = new MemberFacts(owner);
    }

    /// <summary>Collects the facts of one member from the operation blocks that make it up.</summary>
    public static MemberFacts Collect(
        ISymbol owner, ImmutableArray<IOperation> blocks, ApiCatalog catalog, StoreScope scope, CancellationToken cancellation)
    {
        var collector = new Collector(owner, catalog, scope, cancellation);
        collector.Run(owner, blocks);
        return collector.member;
    }

    private static SyntaxNode SyntaxOf(ImmutableArray<IOperation> blocks)
    {
        foreach (var operation in blocks)
        {
            if (operation.Kind is OperationKind.Block or OperationKind.MethodBody or OperationKind.ConstructorBody or OperationKind.FieldInitializer or OperationKind.PropertyInitializer)
                return operation.Syntax;
        }

        return blocks[0].Syntax;
    }

    private void Run(ISymbol owner, ImmutableArray<IOperation> blocks)
    {
        body = new BodyFacts(member, null, owner as IMethodSymbol, SyntaxOf(blocks));
        member.Root = body;
        member.Bodies.Add(body);
        block = body.Root;
        locks = LockOfMember(owner);
        try
        {
            foreach (var operation in blocks)
            {
                switch (operation)
                {
                    case IFieldInitializerOperation field:
                        foreach (var symbol in field.InitializedFields)
                            Initialize(StoreScope.Canonical(symbol), symbol.Type, symbol.IsStatic, field.Value, field.Syntax);
                        break;
                    case IPropertyInitializerOperation property:
                        foreach (var symbol in property.InitializedProperties)
                            Initialize(symbol.OriginalDefinition, symbol.Type, symbol.IsStatic, property.Value, property.Syntax);
                        break;
                    case IParameterInitializerOperation:
                        break;
                    default:
                        if (operation.Kind == OperationKind.None && operation.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.AttributeSyntax || operation.Kind == OperationKind.Attribute)
                            break;
                        VisitStatement(operation);
                        break;
                }
            }
        }
        catch (InsufficientExecutionStackException)
        {
            member.IsTruncated = true;
        }

        if (order > MaxNodes)
            member.IsTruncated = true;
    }

    private void Initialize(ISymbol store, ITypeSymbol type, bool isStatic, IOperation value, SyntaxNode syntax)
    {
        var inserted = Visit(value);
        var target = new Value(ValueKind.Store, symbol: store, type: type);
        WriteStore(target, type, inserted, value.Syntax, isInitializer: true);
    }

    private void Guard()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        cancellation.ThrowIfCancellationRequested();
    }

    private T Add<T>(T node)
        where T : Node
    {
        node.Parent = block;
        node.Body = body;
        node.Order = order++;
        node.Locks = locks;
        block.Items.Add(node);
        body.NodeCount++;
        return node;
    }

    private BlockNode NewBlock(SyntaxNode syntax, BlockRole role) => new(syntax, role) { Body = body, Parent = block };

    /// <summary>Runs <paramref name="fill"/> with <paramref name="inner"/> as the block that receives nodes.</summary>
    private void Within(BlockNode inner, Action fill)
    {
        var outer = block;
        inner.Order = order++;
        inner.Locks = locks;
        block = inner;
        fill();
        block = outer;
    }

    private AccessNode Add(AccessNode node)
    {
        Add<AccessNode>(node);
        member.Accesses.Add(node);
        return node;
    }

    private CallNode Add(CallNode node)
    {
        Add<CallNode>(node);
        member.Calls.Add(node);
        return node;
    }

    private void Add(DisposeNode node)
    {
        Add<DisposeNode>(node);
        member.Disposals.Add(node);
    }

    private AssignNode Add(AssignNode node)
    {
        Add<AssignNode>(node);
        member.Assigns.Add(node);
        return node;
    }

    private void Add(StartNode node)
    {
        Add<StartNode>(node);
        member.Starts.Add(node);
    }

    private void Add(RegisterNode node)
    {
        Add<RegisterNode>(node);
        member.Registers.Add(node);
    }

    private LocalFacts Local(ISymbol symbol, ITypeSymbol? type)
    {
        if (!member.Locals.TryGetValue(symbol, out var local))
            member.Locals.Add(symbol, local = new LocalFacts(symbol, type));
        return local;
    }

    /// <summary>True when control cannot run off the end of the block.</summary>
    private static bool Ends(BlockNode at)
    {
        if (at.Items.Count == 0)
            return false;
        return at.Items[at.Items.Count - 1] switch
        {
            ReturnNode { IsYield: false } or ThrowNode or JumpNode => true,
            IfNode branch => Ends(branch.Then) && Ends(branch.Else),
            LockNode node => Ends(node.Block),
            TryNode node => node.Finally is { } f && Ends(f) || Ends(node.TryBody) && node.Catches.TrueForAll(c => Ends(c.Block)),
            LoopNode { IsEndless: true } loop => !HasBreak(loop.BodyBlock),
            _ => false,
        };
    }

    private static bool HasBreak(BlockNode at)
    {
        foreach (var item in at.Items)
        {
            switch (item)
            {
                case JumpNode { Jump: JumpKind.Break or JumpKind.Goto }:
                    return true;
                case IfNode branch when HasBreak(branch.Then) || HasBreak(branch.Else):
                case LockNode node when HasBreak(node.Block):
                case TryNode attempt when HasBreak(attempt.TryBody) || attempt.Catches.Exists(c => HasBreak(c.Block)):
                case SwitchNode choice when choice.Cases.Exists(c => HasGoto(c.Block)):
                    return true;
            }
        }

        return false;
    }

    private static bool HasGoto(BlockNode at) => at.Items.Exists(i => i is JumpNode { Jump: JumpKind.Goto });
}
