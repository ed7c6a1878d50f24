import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A body of the state that recruits. Its id is a scope's. */
@Entity('agency')
export class AgencyRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  code!: string;

  @Column('jsonb')
  name!: Record<string, string>;
}
