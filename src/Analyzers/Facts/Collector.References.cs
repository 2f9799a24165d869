using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

internal sealed partial class Collector
{
    private Value VisitLocal(ILocalSymbol local) =>
        local.HasConstantValue
            ? local.ConstantValue is bool b ? b ? Value.True : Value.False : new Value(ValueKind.Constant, type: local.Type, data: local.ConstantValue ?? "null")
            : Local(local, local.Type).Value;

    private Value VisitParameter(IParameterSymbol parameter, SyntaxNode syntax)
    {
        if (IsCapturedPrimary(parameter))
            return ReadStore(new Value(ValueKind.Store, symbol: parameter.OriginalDefinition, type: parameter.Type), syntax);
        // The receiver of an extension block is no parameter of the method, but what it is called on.
        if (parameter.ContainingSymbol is INamedTypeSymbol)
            return Value.This;
        if (member.Locals.TryGetValue(parameter, out var local))
            return local.Value;
        if (!parameters.TryGetValue(parameter, out var value))
            parameters.Add(parameter, value = new Value(ValueKind.Parameter, symbol: parameter, type: parameter.Type));
        return value;
    }

    /// <summary>A parameter of a primary constructor used in another member lives in a hidden field.</summary>
    private bool IsCapturedPrimary(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
        && !SymbolEqualityComparer.Default.Equals(constructor, member.Member)
        && member.Member is not (IFieldSymbol or IPropertySymbol)
        && SymbolEqualityComparer.Default.Equals(constructor.ContainingType.OriginalDefinition, member.Member.ContainingType?.OriginalDefinition);

    private Value VisitInstance(IInstanceReferenceOperation instance) => instance.ReferenceKind switch
    {
        InstanceReferenceKind.ImplicitReceiver when initializerReceivers.Count > 0 => initializerReceivers.Peek(),
        _ => Value.This,
    };

    private Value VisitConversion(IConversionOperation conversion)
    {
        var operand = Visit(conversion.Operand);
        if (conversion.IsTryCast && IsNever(conversion.Operand.Type, conversion.Type))
            return Value.Null;
        if (conversion.OperatorMethod is { } method && !(conversion.Type is { Name: "Span" or "ReadOnlySpan", ContainingNamespace.Name: "System" } && conversion.Operand.Type is IArrayTypeSymbol))
            return new Value(ValueKind.Pure, symbol: method, type: conversion.Type, items: new[] { operand });
        return operand;
    }

    /// <summary>(state as IDisposable)?.Dispose(), of a sealed type that does not have the interface: there is nothing to dispose. A nullable struct is asked as what is in it.</summary>
    private static bool IsNever(ITypeSymbol? given, ITypeSymbol? asked) => asked is INamedTypeSymbol { TypeKind: TypeKind.Interface } && (given is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } boxed ? boxed.TypeArguments[0] : given) is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, BaseType.TypeKind: not TypeKind.Error } type && (type.IsSealed || type.IsValueType)
        && !type.AllInterfaces.Any(i => i.TypeKind == TypeKind.Error || SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, asked.OriginalDefinition));

    private Value VisitField(IFieldReferenceOperation reference)
    {
        var field = reference.Field;
        if (field.IsConst)
            return field.ConstantValue is bool b ? b ? Value.True : Value.False : new Value(ValueKind.Constant, symbol: field, type: field.Type, data: field.ConstantValue ?? "null");
        if (field is { IsStatic: true, IsReadOnly: true } && IsNothing(field, field.Type))
            return Value.Null;
        var store = FieldStore(reference);
        return store != null ? ReadStore(store, reference.Syntax) : new Value(ValueKind.Member, reference.Instance == null ? null : Visit(reference.Instance), symbol: field, type: field.Type);
    }

    /// <summary>The store a field reference names, without reading it; null for fields of metadata and of values.</summary>
    private Value? FieldStore(IFieldReferenceOperation reference)
    {
        var field = reference.Field;
        if (!StoreScope.IsInSource(field) || field.ContainingType is { IsTupleType: true })
            return null;
        return new Value(ValueKind.Store, Receiver(reference.Instance), symbol: StoreScope.Canonical(field), type: field.Type);
    }

    /// <summary>Lease.Empty, Session.None: the one object of a resource type in which there is nothing.</summary>
    private bool IsNothing(ISymbol member, ITypeSymbol type) =>
        member.Name is "Empty" or "None" or "Null" && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, member.ContainingType.OriginalDefinition) && catalog.IsResource(type);

    /// <summary>Null for this and for statics.</summary>
    private Value? Receiver(IOperation? instance)
    {
        if (instance == null)
            return null;
        var value = Visit(instance);
        return value.Kind == ValueKind.This ? null : value;
    }

    private Value ReadStore(Value store, SyntaxNode syntax)
    {
        if (store.A is { Kind: ValueKind.Created })
            return store;
        if (!scope.IsTracked(store.Type!))
            return store;
        var info = catalog.Of(store.Type);
        if (info.Collection != CollectionKind.None)
            return store;
        var node = Add(new AccessNode(syntax, AccessKind.Read, store) { Store = store.Symbol, ResultDropped = false });
        return node.Element = new Value(ValueKind.Store, store.A, symbol: store.Symbol, type: store.Type, data: node);
    }

    private Value VisitProperty(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        if (property.IsIndexer)
            return VisitIndexer(reference);
        if (PropertyStore(reference) is { } store)
            return ReadStore(store, reference.Syntax);
        if (reference.Instance == null)
            return StaticProperty(reference);
        var receiver = Visit(reference.Instance);
        if ((CollectionProperty(reference, receiver) ?? CurrentOf(receiver, reference)) is { } view)
            return view;
        var block = catalog.Methods.BlockOf(property);
        if (block != BlockKind.None && property.GetMethod is { } result)
        {
            var wait = Add(new CallNode(reference.Syntax, result.OriginalDefinition, receiver, Array.Empty<Value>()) { Block = block, Info = catalog.Methods.Of(result) });
            wait.Result = new Value(ValueKind.Awaited, receiver, type: property.Type);
            return wait.Result;
        }

        if (property.GetMethod is { } getter && IsOwnCode(property))
            return Call(reference, getter, receiver.Kind == ValueKind.This ? Value.This : receiver, Array.Empty<Value>());
        return new Value(ValueKind.Member, receiver, symbol: property.OriginalDefinition, type: property.Type);
    }

    private Value StaticProperty(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        if (property.SetMethod == null && IsNothing(property, property.Type))
            return Value.Null;
        if (property.GetMethod is { } getter && IsOwnCode(property))
            return Call(reference, getter, null, Array.Empty<Value>());
        return new Value(ValueKind.Member, symbol: property.OriginalDefinition, type: property.Type);
    }

    /// <summary>Declared in source with a body of its own, so that a call of it can be followed.</summary>
    private static bool IsOwnCode(ISymbol symbol) => !symbol.DeclaringSyntaxReferences.IsEmpty && !symbol.IsAbstract;

    private Value? PropertyStore(IPropertyReferenceOperation reference)
    {
        var store = scope.StoreOf(reference.Property);
        if (store == null)
            return null;
        var type = store is IFieldSymbol field ? field.Type : reference.Property.Type;
        return new Value(ValueKind.Store, Receiver(reference.Instance), symbol: store, type: type);
    }

    private Value VisitEventReference(IEventReferenceOperation reference) =>
        new(ValueKind.Store, Receiver(reference.Instance), symbol: reference.Event.OriginalDefinition, type: reference.Event.Type);
}
