-- CreateTable
CREATE TABLE "code_module" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" TIMESTAMP(3),

    CONSTRAINT "code_module_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "code_module_version" (
    "id" TEXT NOT NULL,
    "moduleId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "imports" JSONB NOT NULL DEFAULT '{}',
    "message" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "code_module_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "node_template" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedBy" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "node_template_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "code_module_workspaceId_name_key" ON "code_module"("workspaceId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "code_module_version_moduleId_number_key" ON "code_module_version"("moduleId", "number");

-- CreateIndex
CREATE INDEX "node_template_workspaceId_name_idx" ON "node_template"("workspaceId", "name");

-- AddForeignKey
ALTER TABLE "code_module" ADD CONSTRAINT "code_module_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "code_module_version" ADD CONSTRAINT "code_module_version_moduleId_fkey" FOREIGN KEY ("moduleId") REFERENCES "code_module"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "node_template" ADD CONSTRAINT "node_template_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;
